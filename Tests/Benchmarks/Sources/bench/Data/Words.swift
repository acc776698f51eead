extension SampleFile {
  /// Commonest first: short words that every sentence has, then what people write to a shop about.
  static let words: [[UInt8]] = """
    the to and a I it is of was in my for that this with you not have on but they be we so are as at just me had your
    all when if out get there no do would what can up one from about by very now them or time only how then good will
    an more after back like been has which really got than their other could did some even also still because day
    never again too first two well order service use work great much our before any got phone want over people know
    make off thing went who little way new days called us week went product think price said delivery bought need
    help nothing told last down box every customer try long money love best better same arrived came right account
    since far item old refund always through both here wait later find where look month took put problem sure three
    while hours ago card send per easy someone bad email least happy support package quality received screen store
    anything working fine battery letter twice enough update today friendly broken minutes nice however works bit
    hard return quickly worth store website finally cheap everything size slow cannot between colour instead address
    replacement company kept waiting sent answer keep shop recommend question perfect simple app charged driver wrong
    another expected paid night hour line almost reply without usual staff morning label disappointed button sound
    light once missing half manual already lost free heavy invoice number setting cancel plastic several agent helpful
    polite password noise warranty stopped courier tried cable surprised excellent terrible subscription comfortable
    replied cracked engine charger printer kettle mattress headphones voucher leaking useless brilliant shipped damaged
    instructions confusing parcel neighbour upgrade firmware keyboard deposit awful lovely rattles spare hinge lens
    thermostat insurance complaint apologised reluctantly gorgeous unbelievable scratched overheats misleading
    """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
}
