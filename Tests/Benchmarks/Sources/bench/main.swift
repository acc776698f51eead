import Dispatch
import Foundation

do {
  let options = try Options(Array(CommandLine.arguments.dropFirst()))
  let bench = try Bench(options)
  // Gigabytes are not left behind by a Ctrl-C.
  let directory = options.keep == nil ? bench.directory : nil
  let interrupts = [SIGINT, SIGTERM, SIGHUP].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler { @Sendable in
      if let directory { try? FileManager.default.removeItem(atPath: directory) }
      _exit(128 + number)
    }
    source.resume()
    return source
  }
  let status = try bench.run()
  bench.cleanUp()
  withExtendedLifetime(interrupts) {}
  exit(status)
} catch {
  FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
  exit(64)
}
