"""The child process in which a PDF loses what it says of its author beside its pages. Run as a script, never imported.

Bytes on standard input; on standard output one line of JSON and after it the bytes that are left. What stands on a page
stays: no program can tell a name there from any other word.
"""

import io
import json
import resource
import sys


def main() -> None:
    limits = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_mb"] << 20,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read()
    import pikepdf

    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for found in pdf.objects:
            told = found.stream_dict if isinstance(found, pikepdf.Stream) else found
            if isinstance(told, pikepdf.Dictionary):
                for name in ("/Metadata", "/PieceInfo", "/LastModified"):
                    if name in told:
                        del told[name]
                if told.get("/Type") == "/Annot" or "/Subj" in told:
                    for name in ("/T", "/Subj", "/NM"):
                        if name in told:
                            del told[name]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        kept = io.BytesIO()
        pdf.save(kept, deterministic_id=True)
    sys.stdout.buffer.write(json.dumps({"kept": len(kept.getvalue())}).encode() + b"\n" + kept.getvalue())


if __name__ == "__main__":
    main()
