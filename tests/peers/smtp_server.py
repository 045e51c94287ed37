"""A real mail server (aiosmtpd) that fails on purpose and keeps a record of what it was given."""
import asyncio
import logging
import random
import re
import sys
import threading
import time
import traceback

from aiosmtpd.smtp import SMTP

logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # broken connections are what this is about
logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def number_of(address):
    return int(re.match(r"user(\d+)@", address).group(1))


class Delivery:
    def __init__(self, number, began, content):
        self.number, self.began, self.content = number, began, content
        self.died = False    # taken, and the connection ended before the answer
        self.killed = False  # taken, and the sender was killed before the answer


class Record:
    """What happened, seen from the server."""

    def __init__(self):
        self.lock = threading.Lock()
        self.deliveries = []
        self.faults = {}
        self.asked = {}  # recipient number -> how often the server was asked to take mail for it

    def count(self, fault):
        with self.lock:
            self.faults[fault] = self.faults.get(fault, 0) + 1

    def of(self, number):
        with self.lock:
            return [one for one in self.deliveries if one.number == number]

    def numbers(self):
        with self.lock:
            return {one.number for one in self.deliveries}


class FaultySMTP(SMTP):
    """Notes when it said "354": from then on a mail is on its way."""

    began = 0.0

    def connection_made(self, transport):
        super().connection_made(transport)
        plan = self.event_handler.plan
        if plan and plan.chance(0.04):
            self.event_handler.record.count("no greeting")
            transport.abort()

    async def smtp_DATA(self, arg):
        self.began = time.monotonic()
        await super().smtp_DATA(arg)


class Plan:
    """Which faults happen. `kill` ends the sender, `revoke` takes an address back and waits."""

    def __init__(self, seed, kill=None, revoke=None):
        self.random = random.Random(seed)
        self.kill, self.revoke = kill, revoke

    def chance(self, share):
        return self.random.random() < share

    @staticmethod
    def unknown(number):
        return number % 25 == 0

    @staticmethod
    def spam(number):
        return number % 40 == 1


class Handler:
    def __init__(self, record, plan):
        self.record, self.plan = record, plan

    async def handle_RCPT(self, server, session, envelope, address, options):
        number, plan = number_of(address), self.plan
        with self.record.lock:
            self.record.asked[number] = self.record.asked.get(number, 0) + 1
        if plan:
            if plan.unknown(number):
                return "550 5.1.1 no such user here"
            if plan.chance(0.03):
                self.record.count("451 at RCPT")
                return "451 4.3.0 come back later"
            if plan.chance(0.03):
                self.record.count("dropped at RCPT")
                server.transport.abort()
            if plan.revoke and plan.chance(0.02):
                # Taken back between RCPT and DATA: the text must not follow.
                await asyncio.get_running_loop().run_in_executor(None, plan.revoke, number)
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope):
        number, plan = number_of(envelope.rcpt_tos[0]), self.plan
        if plan and plan.spam(number):
            return "554 5.7.1 taken for spam"
        if plan and plan.chance(0.03):
            self.record.count("451 after DATA")
            return "451 4.3.0 come back later"
        if plan and plan.chance(0.05):
            self.record.count("delayed")
            await asyncio.sleep(plan.random.uniform(0.05, 0.4))
        delivery = Delivery(number, server.began, bytes(envelope.original_content))
        with self.record.lock:
            self.record.deliveries.append(delivery)
        if plan and plan.kill and plan.kill():
            delivery.killed = True
        elif plan and plan.chance(0.03):
            self.record.count("died after DATA")
            delivery.died = True
            server.transport.abort()
        return "250 taken"


class Server:
    """Listens on `port` (0: any) in a thread of its own until stop(). The library's own controller
    tries the port by a connection, which may meet a fault."""

    def __init__(self, record, plan=None, port=0, **options):
        self.loop = asyncio.new_event_loop()
        handler = Handler(record, plan)
        self.connections = set()

        def factory():
            connection = FaultySMTP(handler, hostname="test.example", loop=self.loop, **options)
            self.connections.add(connection)
            return connection

        self.server = self.loop.run_until_complete(self.loop.create_server(factory, "127.0.0.1", port))
        self.port = self.server.sockets[0].getsockname()[1]
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def stop(self):
        def close():
            self.loop.call_later(0.05, self.loop.stop)  # first: what fails below must not keep us waiting
            self.server.close()
            for connection in self.connections:
                if connection.transport is not None:
                    connection.transport.abort()

        self.loop.call_soon_threadsafe(close)
        self.thread.join(timeout=10)
        if self.thread.is_alive():  # a daemon: it ends with the program
            frame = sys._current_frames().get(self.thread.ident)
            where = "".join(traceback.format_stack(frame)[-6:]) if frame else ""
            raise AssertionError(f"the mail server of the tests does not stop; it is at\n{where}")
        self.loop.close()
