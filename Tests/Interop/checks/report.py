"""Reads the page that `gloss report` writes with an HTML parser, and each of its pictures with an XML parser.

Every element must be closed where it belongs, ids be unique, and what a picture is labelled by be there. Nothing may be
fetched or run, though names and values of the project are markup; and each must come out as the text that went in.
"""

import html.parser
import json
import pathlib
import re
import sys
import tempfile
import xml.etree.ElementTree

from checks_support import Workspace, expect, fail

VOID = {"meta", "br", "hr"}
ALLOWED = VOID | {
    "html", "head", "title", "style", "body", "header", "main", "nav", "a", "section", "h1", "h2", "h3", "p", "ul", "li",
    "figure", "figcaption", "span", "div", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "svg",
    "desc", "rect", "line", "circle", "path", "text",
}
NAMES = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "a & b; 'c' \"d\"", "字 &lt; ]]>"]
SVG = "{http://www.w3.org/2000/svg}"


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.labels, self.cells = [], set(), set(), set()

    def handle_starttag(self, tag, attributes):
        if tag not in ALLOWED:
            fail(f"there is an element {tag}")
        for name, value in attributes:
            if name.startswith("on") or name in ("src", "style", "action"):
                fail(f"there is an attribute {name} of {tag}")
            if name == "href" and not value.startswith("#"):
                fail(f"there is a link to {value}")
            if name == "id":
                if value in self.ids:
                    fail(f"the id {value} is there twice")
                self.ids.add(value)
            if name == "aria-labelledby":
                self.labels.update(value.split())
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            fail(f"{tag} is closed where it is not open")

    def handle_data(self, text):
        if self.open and self.open[-1] in ("td", "th"):
            self.cells.add(text)


def main(gloss):
    with tempfile.TemporaryDirectory() as directory:
        workspace = Workspace(gloss, pathlib.Path(directory) / "w")
        rows = ["sample,annotator,sentiment"]
        for place, name in enumerate(NAMES):
            quoted = name.replace('"', '""')
            for sample in range(1, 4):
                value = ["positive", "negative", "neutral"][sample * (place + 1) % 3]
                rows.append(f't{sample},"{quoted}",{value}')
        (workspace.directory / "more.csv").write_text("\n".join(rows) + "\n")
        workspace.run("import", "more.csv", "--annotations")
        answer = json.loads(workspace.run("report", "-o", "report.html", "--json"))
        raw = (workspace.directory / "report.html").read_bytes()
        expect("bytes written", answer["bytes"], len(raw))
        text = raw.decode()
        page = Page()
        page.feed(text)
        page.close()
        expect("elements left open", page.open, [])
        expect("labels of pictures that are not there", page.labels - page.ids, set())
        for name in NAMES:
            if name not in page.cells:
                fail(f"the annotator {name!r} is in no table")
        pictures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
        for picture in pictures:
            root = xml.etree.ElementTree.fromstring(picture)
            expect("first elements of a picture", [each.tag for each in root[:2]], [SVG + "title", SVG + "desc"])
            if not (root[0].text and root[1].text):
                fail("a picture says nothing to those who do not see it")
        expect("the same report twice differs but in its time",
               *[re.sub(r"counted on [^·]*", "", each) for each in (text, workspace.run("report", "-o", "-"))])
        print(f"interop: a report of {len(pictures)} pictures is well-formed HTML and SVG, and needs nothing else")


main(sys.argv[1])
