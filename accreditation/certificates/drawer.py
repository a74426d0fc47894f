"""The child process that draws one certificate: JSON on standard input; one line of JSON and the PDF on standard output.

Run as a script by `drawing.py`, never imported: it knows neither database nor secret.
"""

import json
import resource
import sys


def limit_this_process(limits: dict[str, int]) -> None:
    """Processor time and memory as whoever started us asks; no file is written, nothing is dumped."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_mb"] << 20,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    limit_this_process(json.loads(sys.argv[1]))
    asked = json.load(sys.stdin)
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=asked["fonts"])
    try:
        pdf = typst.compile(
            asked["template"],
            root=asked["template"].rpartition("/")[0],
            font_paths=fonts,
            sys_inputs=asked["inputs"],
            timestamp=asked["moment"],
            pdf_standards=["a-3a", "ua-1"],
        )
    except typst.TypstError as error:
        sys.stdout.buffer.write(json.dumps({"failed": str(error)[:500]}).encode() + b"\n")
        return
    sys.stdout.buffer.write(b"{}\n" + pdf)


main()
