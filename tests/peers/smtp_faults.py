"""Mail against a server that fails in every way while the sender is killed (-9) again and again:
nothing lost, at most one repeat per kill, repeats carry the same Message-ID, nothing to addresses
that were taken back. Then Python's email package reads the mails as an outside judge.

    smtp_faults.py SMTP_SENDER [MAILS KILLS SEED]
"""
import email
import email.policy
import email.utils
import faulthandler
import html.parser
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from aiosmtpd.smtp import AuthResult
from smtp_server import Plan, Record, Server, number_of

SENDER = sys.argv.pop(1)
PATIENCE = 60  # seconds for one call of a program: far more than it needs on a busy machine
MAILS, KILLS, SEED = (int(sys.argv.pop(1)) if len(sys.argv) > 1 else value for value in (1000, 30, 1))

LETTERS = [
    {"language": "de", "subject": "Einladung: Übergänge gestalten – Straße, Größe, „Ämter“",
     "text": "Schöne Grüße aus dem Büro.\n.ein Punkt am Anfang\nFrom: kein Kopf", "markdown": "Ein **wichtiger** Satz.",
     "label": "Öffnen", "url": "https://hilfe.auental.example/de/x?a=1&b=2", "reason": "Weil Sie eingeladen sind.",
     "unsubscribe": "", "files": []},
    {"language": "ar", "subject": "دعوة إلى اجتماع في مركز المشورة – موعد جديد يوم الاثنين القادم",
     "text": "مرحبا بكم في مركز المشورة.", "markdown": "* واحد\n* اثنان", "label": "افتح",
     "url": "https://hilfe.auental.example/ar/x", "reason": "لأنك مدعو.",
     "unsubscribe": "https://hilfe.auental.example/ar/leave/" + "0123456789abcdef" * 8,
     "files": [{"name": "موعد يوم الاثنين.ics", "type": "text/calendar; method=REQUEST; charset=utf-8",
                "content": "BEGIN:VCALENDAR\r\nSUMMARY:اجتماع\r\nEND:VCALENDAR\r\n"}]},
    {"language": "ru", "subject": "Приглашение на встречу: " + "очень длинная тема, " * 8,
     "text": "Добрый день. " * 60, "markdown": "> цитата", "label": "Открыть",
     "url": "https://hilfe.auental.example/ru/x", "reason": "Вы приглашены.", "unsubscribe": "",
     "files": [{"name": "Übersicht der Ämter – сводка.csv", "type": "text/csv; charset=utf-8", "content": "a;ü\r\nб;2\r\n"},
               {"name": "notes.txt", "type": "text/plain; charset=utf-8", "content": "plain\n"}]},
    {"language": "en", "subject": "Plain", "text": "Plain words. " * 200, "markdown": "See www.auental.example",
     "label": "Open", "url": "https://hilfe.auental.example/en/" + "x" * 300, "reason": "You are invited.",
     "unsubscribe": "https://hilfe.auental.example/en/leave/1", "files": []},
]


def output_of(*command):
    """What a program says; an exception with its errors when it fails or takes too long."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}: {done.stderr}")
    return done.stdout


class Sender:
    """The program, its folder, and what it said."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / "letters.json").write_text(json.dumps(LETTERS))
        self.said = threading.Condition()
        self.queued, self.revoked = set(), {}  # numbers; number -> when it was acknowledged
        self.asked_back = set()  # a kill may come between the commit and its acknowledgement
        self.process = None

    def settings(self, **settings):
        settings = {"host": "127.0.0.1", "security": "none", "from_name": "Landkreis Auental – Büro für Migration", **settings}
        (self.folder / "settings.json").write_text(json.dumps(settings))

    def start(self, first, count):
        self.process = subprocess.Popen([SENDER, self.folder, "run", str(first), str(count)], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        threading.Thread(target=self.listen, args=(self.process,), daemon=True).start()

    def listen(self, process):
        for line in process.stdout:
            if not line.endswith("\n"):
                break  # killed while it spoke
            word, number = line.split()
            with self.said:
                if word == "queued":
                    self.queued.add(int(number))
                elif word == "revoked":
                    self.revoked.setdefault(int(number), time.monotonic())
                self.said.notify_all()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)

    def revoke(self, number, wait=2.0):
        """Takes the address back; returns once that is committed, or the sender is dead."""
        self.asked_back.add(number)
        try:
            self.process.stdin.write(f"{number}\n")
            self.process.stdin.flush()
        except (OSError, ValueError):
            return
        end = time.monotonic() + wait
        with self.said:
            while number not in self.revoked and time.monotonic() < end and self.process.poll() is None:
                self.said.wait(0.05)

    def state(self):
        """(state, number or None, Message-ID, code) of all mails."""
        out = output_of(SENDER, self.folder, "state")
        rows = [line.split() for line in out.splitlines()]
        return [(state, None if address == "-" else number_of(address), message_id, code)
                for state, address, message_id, code in rows]

    def test(self, to):
        return output_of(SENDER, self.folder, "test", to).strip()


class Campaign:
    """A thousand mails, thirty kills: ten of them exactly between the text and the server's answer."""

    def __init__(self, folder):
        self.random = random.Random(SEED)
        self.sender, self.record = Sender(folder), Record()
        self.kills = self.gap_kills = self.outages = 0
        self.kill_now = threading.Event()
        self.plan = Plan(SEED, kill=self.kill_in_the_gap, revoke=self.sender.revoke)
        self.server = Server(self.record, self.plan)
        self.port = self.server.port
        self.sender.settings(port=self.port)

    def kill_in_the_gap(self):
        """Called by the server that has the text and has not answered."""
        if not self.kill_now.is_set():
            return False
        self.kill_now.clear()
        self.sender.kill()
        self.gap_kills += 1
        return True

    def outage(self):
        self.server.stop()
        time.sleep(0.6)
        self.server = Server(self.record, self.plan, port=self.port)
        self.outages += 1

    def round(self, index):
        """One life of the sender: some new mails, some addresses taken back, then the kill."""
        missing = MAILS - len(self.sender.queued)
        count = max(0, min(missing, -(-MAILS // max(1, KILLS - 4))))
        self.sender.start(100_000 + index * 1000, count)
        time.sleep(self.random.uniform(0.1, 0.6))
        for number in self.random.sample(sorted(self.sender.queued), min(2, len(self.sender.queued))):
            self.sender.revoke(number)
        if index % 7 == 3:
            self.outage()
        if index % 3 == 0:
            self.kill_now.set()
            try:
                self.sender.process.wait(timeout=3)
            except subprocess.TimeoutExpired:  # nothing was on its way
                self.kill_now.clear()
        self.sender.kill()
        self.kills += 1

    def finish(self):
        """A last life without kills, until nothing waits any more or nothing moves any more."""
        self.sender.start(900_000, max(0, MAILS - len(self.sender.queued)))
        least, moved = None, time.monotonic()
        while time.monotonic() - moved < 20:
            time.sleep(0.5)
            self.state = self.sender.state()
            waiting = sum(row[0] == "queued" for row in self.state) + max(0, MAILS - len(self.sender.queued))
            if waiting == 0:
                break
            if least is None or waiting < least:
                least, moved = waiting, time.monotonic()
        self.sender.kill()
        self.server.stop()

    def run(self):
        began = time.monotonic()
        for index in range(KILLS):
            self.round(index)
        self.finish()
        self.seconds = time.monotonic() - began
        return self


def deliveries_by_number(record):
    groups = {}
    for one in record.deliveries:
        groups.setdefault(one.number, []).append(one)
    return groups


class NothingLostTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.campaign = Campaign(cls.folder.name).run()
        cls.groups = deliveries_by_number(cls.campaign.record)

    @classmethod
    def tearDownClass(cls):
        campaign, record = cls.campaign, cls.campaign.record
        repeats = sum(len(group) - 1 for group in cls.groups.values())
        died = record.faults.get("died after DATA", 0)
        print(f"\n{len(campaign.sender.queued)} mails, {campaign.kills} kills ({campaign.gap_kills} between text and answer), "
              f"{campaign.outages} outages, {len(campaign.sender.revoked)} addresses taken back; faults {record.faults}; "
              f"{len(cls.groups)} recipients got mail, {repeats} repeats ({died} answers never came); {campaign.seconds:.0f} s",
              file=sys.stderr)
        cls.folder.cleanup()

    def test_the_campaign_was_one(self):
        self.assertGreaterEqual(len(self.campaign.sender.queued), MAILS)
        self.assertEqual(self.campaign.kills, KILLS)
        self.assertGreater(self.campaign.gap_kills, 0)
        self.assertGreater(len(self.campaign.sender.revoked), 0)
        for fault in ("no greeting", "451 at RCPT", "dropped at RCPT", "451 after DATA", "delayed", "died after DATA"):
            self.assertGreater(self.campaign.record.faults.get(fault, 0), 0, fault)

    def test_every_mail_that_was_queued_arrived(self):
        refused = {n for n in self.campaign.sender.queued if Plan.unknown(n) or Plan.spam(n)}
        lost = self.campaign.sender.queued - set(self.groups) - refused - self.campaign.sender.asked_back
        self.assertEqual(lost, set())

    def test_nothing_waits_and_the_outbox_knows_what_arrived(self):
        self.assertEqual([row for row in self.campaign.state if row[0] == "queued"], [])
        sent = {row[1] for row in self.campaign.state if row[0] == "sent"}
        self.assertEqual(sent - set(self.groups), set(), "said to be sent and never seen")

    def test_repeats_only_where_the_answer_was_not_heard(self):
        for number, group in self.groups.items():
            unheard = sum(one.died or one.killed for one in group)
            # Only kills from outside may meet this moment without our knowing.
            extra = len(group) - 1 - unheard
            self.assertLessEqual(extra, 1, number)
        extra = sum(max(0, len(group) - 1 - sum(one.died or one.killed for one in group)) for group in self.groups.values())
        self.assertLessEqual(extra, self.campaign.kills - self.campaign.gap_kills)
        repeats = sum(len(group) - 1 for group in self.groups.values())
        self.assertLessEqual(repeats, self.campaign.kills + self.campaign.record.faults.get("died after DATA", 0))

    def test_repeats_are_the_same_mail(self):
        repeated = [group for group in self.groups.values() if len(group) > 1]
        self.assertGreater(len(repeated), 0)
        ids = []
        for group in self.groups.values():
            contents = {one.content for one in group}
            self.assertEqual(len(contents), 1, "the same bytes each time")
            ids.append(email.message_from_bytes(group[0].content, policy=email.policy.default)["Message-ID"])
        self.assertEqual(len(ids), len(set(ids)))

    def test_nothing_went_to_an_address_after_it_was_taken_back(self):
        kept_back = 0
        for number, when in self.campaign.sender.revoked.items():
            for one in self.groups.get(number, []):
                self.assertLess(one.began, when, f"user{number}: text asked for after the address was taken back")
            kept_back += number not in self.groups
        self.assertGreater(kept_back, 0, "none of them was still waiting: the test has tested nothing")

    def test_unknown_mailboxes_are_asked_once_and_refused_mails_are_parked(self):
        revoked = self.campaign.sender.asked_back
        parked = {row[1]: row[3] for row in self.campaign.state if row[0] == "parked"}
        for number in self.campaign.sender.queued - revoked:
            if Plan.unknown(number):
                self.assertEqual(parked.get(number), "recipient-refused", number)
            elif Plan.spam(number):
                self.assertEqual(parked.get(number), "message-refused", number)
        # A kill may come between the answer and its record: then once more.
        asked = [self.campaign.record.asked.get(n, 0) for n in self.campaign.sender.queued if Plan.unknown(n)]
        self.assertLessEqual(sum(max(0, times - 1) for times in asked), self.campaign.kills)

    def test_other_programs_read_the_mails_as_they_were_meant(self):
        kinds = set()
        for number, group in self.groups.items():
            letter = LETTERS[number % len(LETTERS)]
            kinds.add(letter["language"])
            read_back(self, group[0].content, number, letter)
        self.assertEqual(kinds, {letter["language"] for letter in LETTERS})


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)

    def text(self):
        return " ".join("".join(self.words).split())


def read_back(test, content, number, letter):
    """One mail through Python's email package, against what was written."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        test.assertEqual(part.defects, [])
    for line in content.split(b"\r\n"):
        test.assertLessEqual(len(line), 998)
        test.assertNotIn(b"\n", line)
    for header in ("From", "To", "Subject", "Date", "Message-ID", "Reply-To", "Auto-Submitted", "MIME-Version"):
        test.assertEqual(len(message.get_all(header, [])), 1, header)
    test.assertEqual(str(message["Subject"]), letter["subject"].strip())
    test.assertEqual(message["From"].addresses[0].display_name, "Landkreis Auental – Büro für Migration")
    test.assertEqual(message["From"].addresses[0].addr_spec, "mila@auental.example")
    test.assertEqual(message["To"].addresses[0].addr_spec, f"user{number}@kreis.example")
    test.assertEqual(message["Reply-To"].addresses[0].addr_spec, "hilfe@auental.example")
    test.assertRegex(str(message["Message-ID"]), r"^<[0-9a-f-]{36}@auental\.example>$")
    test.assertLess(abs(message["Date"].datetime.timestamp() - time.time()), 3600)
    test.assertEqual(message["Auto-Submitted"], "auto-generated")
    test.assertEqual(message["Content-Language"], letter["language"])
    leave = letter["unsubscribe"]
    test.assertEqual(message.get("List-Unsubscribe"), f"<{leave}>" if leave else None)
    test.assertEqual(message.get("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click" if leave else None)
    test.assertEqual(message.get("Precedence"), "bulk" if leave else None)
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    for part in (text, page):
        test.assertEqual(part.get_content_charset(), "utf-8")
    words, read = text.get_content(), Page(page.get_content())
    for said in (letter["text"], letter["reason"], letter["label"]):
        test.assertIn(" ".join(said.split()), " ".join(words.split()))
        test.assertIn(" ".join(said.split()), read.text())
    test.assertIn(letter["url"], words)
    test.assertIn(letter["url"], [attributes.get("href") for tag, attributes in read.tags if tag == "a"])
    root = dict(read.tags[0][1])
    test.assertEqual((root["lang"], root["dir"]), (letter["language"], "rtl" if letter["language"] == "ar" else "ltr"))
    test.assertLess(len(page.get_content().encode()), 102_000)
    files = list(message.iter_attachments())
    test.assertEqual([file.get_filename() for file in files], [file["name"] for file in letter["files"]])
    for file, meant in zip(files, letter["files"]):
        # An invitation is one more form of the text, and a file to save beside it.
        invites = "method=" in meant["type"]
        test.assertEqual(file.get_content_type(), "application/ics" if invites else meant["type"].split(";")[0])
        forms = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
        test.assertEqual([part.get_param("method") for part in forms], ["REQUEST"] if invites else [])
        test.assertEqual(file.get_payload(decode=True).decode(), meant["content"])


class SetUpTest(unittest.TestCase):
    """What the test mail of the setup page says about servers of all kinds."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.sender, self.record = Sender(folder.name), Record()
        self.certificate = f"{folder.name}/cert.pem"
        output_of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                  "-addext", "subjectAltName=DNS:localhost", "-keyout", f"{folder.name}/key.pem", "-out", self.certificate)
        import ssl
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(self.certificate, f"{folder.name}/key.pem")

    def serve(self, **options):
        server = Server(self.record, **options)
        self.addCleanup(server.stop)
        return server.port

    def said(self, to="user1@kreis.example", **settings):
        self.sender.settings(**settings)
        return self.sender.test(to)

    def test_plain(self):
        self.assertEqual(self.said(port=self.serve()), "sent")
        self.assertEqual(len(self.record.deliveries), 1)

    def test_starttls_with_a_certificate_that_is_trusted_and_fits(self):
        port = self.serve(tls_context=self.tls, require_starttls=True)
        fine = {"host": "localhost", "port": port, "security": "starttls", "ca_file": self.certificate}
        self.assertEqual(self.said(**fine), "sent")
        self.assertEqual(self.said(**{**fine, "host": "127.0.0.1"}), "tls", "the name has to fit")
        self.assertEqual(self.said(**{**fine, "ca_file": ""}), "tls", "somebody has to vouch for it")
        self.assertEqual(self.said(**{**fine, "security": "none"}), "sender-refused", "the server insists")
        self.assertEqual(len(self.record.deliveries), 1)

    def test_starttls_that_is_not_offered_is_not_done_without(self):
        self.assertEqual(self.said(port=self.serve(), security="starttls"), "tls")
        self.assertEqual(self.record.deliveries, [])

    def test_signing_in(self):
        def check(server, session, envelope, mechanism, data):
            return AuthResult(success=(data.login, data.password) == (b"mila", "Geheim ü".encode()), handled=False)
        port = self.serve(tls_context=self.tls, authenticator=check, auth_required=True)
        fine = {"host": "localhost", "port": port, "security": "starttls", "ca_file": self.certificate,
                "user": "mila", "password": "Geheim ü"}
        self.assertEqual(self.said(**fine), "sent")
        self.assertEqual(self.said(**{**fine, "password": "wrong"}), "auth")
        self.assertEqual(self.said(**{**fine, "user": ""}), "sender-refused")
        self.assertEqual(len(self.record.deliveries), 1)

    def test_refused_addresses_and_nobody_there(self):
        record, plan = Record(), Plan(1)
        plan.chance = lambda share: False
        server = Server(record, plan)
        self.addCleanup(server.stop)
        self.assertEqual(self.said("user25@kreis.example", port=server.port), "recipient-refused")
        self.assertEqual(self.said("user41@kreis.example", port=server.port), "message-refused")
        self.assertEqual(self.said("no address", port=server.port), "recipient-refused")
        self.assertEqual(self.said(port=1), "connection-refused")
        self.assertEqual(self.said(port=25, host="mail.invalid"), "host-not-found")


if __name__ == "__main__":
    faulthandler.dump_traceback_later(360, exit=True)  # whoever waits for ever shall say where
    os.chdir(pathlib.Path(__file__).parent)
    unittest.main(verbosity=2, warnings="ignore")
