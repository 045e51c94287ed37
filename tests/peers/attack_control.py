"""A page with the two holes the attackers shall find: so that it shows when they look past them."""
import html
import http.server
import sqlite3
import urllib.parse

database = sqlite3.connect(":memory:", check_same_thread=False)
database.executescript("create table offer(name text); insert into offer values('Deutsch'), ('Wohnen');")


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(address.query)
        word = query.get("q", ["Deutsch"])[0]
        if address.path.startswith("/offer/"):
            word = urllib.parse.unquote(address.path[7:])
        try:
            rows = database.execute(f"select name from offer where name = '{word}'").fetchall()
        except sqlite3.Error as error:
            rows = [f"sqlite3.OperationalError: {error}"]
        name = query.get("name", ["Ali"])[0]
        body = f"<html><body><a href='/list?q=Deutsch'>Deutsch</a> <a href='/list?name=Ali'>Ali</a>"
        body += f"<h1>Hello {name}</h1><p>{html.escape(' '.join(str(row) for row in rows))}</p></body></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
print(server.server_port, flush=True)
server.serve_forever()
