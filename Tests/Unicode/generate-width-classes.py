#!/usr/bin/env python3
"""Writes Sources/Terminal/Text/WidthTable.swift from the Unicode character database.

    python3 Tests/Unicode/generate-width-classes.py [/usr/share/unicode] > Sources/Terminal/Text/WidthTable.swift

On Debian the package unicode-data holds the files; the table in the repository was made from its version 15.0.0.
"""
import sys

root = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
LIMIT = 0x110000
(NARROW, WIDE, MARK, SPACING, HIDDEN, EMOJI, PICTOGRAPH, MODIFIER, REGIONAL, JOINER, SELECTOR, TAG, PREPEND) = range(13)


def ranges(path):
    for line in open(f"{root}/{path}", encoding="utf-8"):
        line = line.split("#")[0].strip()
        if not line:
            continue
        points, value = [part.strip() for part in line.split(";")[:2]]
        first, _, last = points.partition("..")
        yield int(first, 16), int(last or first, 16), value


category = ["Cn"] * LIMIT
for first, last, value in ranges("extracted/DerivedGeneralCategory.txt"):
    category[first : last + 1] = [value] * (last - first + 1)
east_asian = ["N"] * LIMIT
# Unassigned points of these blocks are wide by the file's own header (its @missing lines).
for first, last in [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFD), (0x30000, 0x3FFFD)]:
    east_asian[first : last + 1] = ["W"] * (last - first + 1)
for first, last, value in ranges("EastAsianWidth.txt"):
    east_asian[first : last + 1] = [value] * (last - first + 1)
emoji = {}
for first, last, value in ranges("emoji/emoji-data.txt"):
    for point in range(first, last + 1):
        emoji.setdefault(point, set()).add(value)
ignorable, prepend = set(), set()
for first, last, value in ranges("DerivedCoreProperties.txt"):
    if value == "Default_Ignorable_Code_Point":
        ignorable.update(range(first, last + 1))
for first, last, value in ranges("auxiliary/GraphemeBreakProperty.txt"):
    if value == "Prepend":
        prepend.update(range(first, last + 1))


def width_class(point):
    kind, facts = category[point], emoji.get(point, set())
    if point == 0x200D:
        return JOINER
    if 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF or 0x180B <= point <= 0x180D or point == 0x180F:
        return SELECTOR
    if 0xE0020 <= point <= 0xE007F:
        return TAG
    if 0x1F1E6 <= point <= 0x1F1FF:
        return REGIONAL
    if "Emoji_Modifier" in facts:
        return MODIFIER
    if "Emoji_Presentation" in facts:
        return EMOJI
    if 0x1F000 <= point <= 0x1FAFF and kind == "Cn" and "Extended_Pictographic" in facts:
        return EMOJI
    if "Emoji" in facts and "Extended_Pictographic" in facts:
        return PICTOGRAPH
    if 0x1160 <= point <= 0x11FF or 0xD7B0 <= point <= 0xD7FF:
        # Hangul vowels and finals join the syllable that a leading consonant began; all terminals give them no column.
        return HIDDEN if kind == "Cn" or point == 0x1160 else MARK
    if point == 0x034F or (kind == "Cf" and point in prepend):
        return HIDDEN if point == 0x034F else PREPEND
    if point in ignorable or kind in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or point == 0xFFFD:
        return HIDDEN
    if kind in ("Mn", "Me"):
        return MARK
    if kind == "Mc":
        return SPACING
    return WIDE if east_asian[point] in "WF" else NARROW


entries, last = [], None
for point in range(LIMIT):
    this = width_class(point)
    if this != last:
        entries.append(point << 4 | this)
        last = this

print("// Made by Tests/Unicode/generate-width-classes.py from the Unicode 15.0.0 character database. Do not edit.")
print()
print("/// Where a new width class begins: the code point shifted left by four, or-ed with the raw value of `WidthClass`.")
print("/// Sorted, so that the entry that governs a code point is the last one not above it.")
print("let widthTable: [UInt32] = [")
line = " "
for entry in entries:
    word = f" 0x{entry:X},"
    if len(line) + len(word) > 120:
        print(line)
        line = " "
    line += word
print(line)
print("]")
