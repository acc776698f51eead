import Glibc

func wait(milliseconds: Int) { usleep(UInt32(milliseconds) * 1000) }

/// Ends the process behind everybody's back.
func leave() -> Never { exit(3) }
