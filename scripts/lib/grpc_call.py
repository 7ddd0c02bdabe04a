"""grpc_call.py SOCKET METHOD [KEY=VALUE]…: one unary gRPC call, without schemas.

The request comes on standard input as JSON: a message is a list of [field,
value]; a value is an integer (varint), a string (bytes), or again a message.
The answer's fields go to standard output as an object, field number to a list
of integers and strings. KEY=VALUE is the call's metadata. With the status 1 the
server's message is on standard error.
"""

import json
import sys

import grpc

VARINT, LENGTH_DELIMITED = 0, 2


def varint(number):
    number &= (1 << 64) - 1
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def encode(message):
    encoded = b""
    for field, value in message:
        if isinstance(value, int):
            encoded += varint(field << 3 | VARINT) + varint(value)
        else:
            content = value.encode() if isinstance(value, str) else encode(value)
            encoded += varint(field << 3 | LENGTH_DELIMITED) + varint(len(content)) + content
    return encoded


def read_varint(content, place):
    number = shift = 0
    while True:
        number |= (content[place] & 0x7F) << shift
        shift += 7
        place += 1
        if content[place - 1] < 0x80:
            return number, place


def decode(content):
    fields, place = {}, 0
    while place < len(content):
        key, place = read_varint(content, place)
        value, place = read_varint(content, place)
        if key & 7 == LENGTH_DELIMITED:
            place += value
            value = content[place - value : place].decode(errors="replace")
        elif key & 7 != VARINT:
            sys.exit(f"grpc_call.py: field {key >> 3} of the answer has the wire type {key & 7}")
        fields.setdefault(str(key >> 3), []).append(value)
    return fields


def main(socket, method, *metadata):
    with grpc.insecure_channel(f"unix://{socket}", options=[("grpc.enable_http_proxy", 0)]) as channel:
        call = channel.unary_unary(method)
        try:
            answer = call(
                encode(json.load(sys.stdin)), timeout=30, metadata=[tuple(pair.split("=", 1)) for pair in metadata]
            )
        except grpc.RpcError as error:
            sys.exit(f"{method}: {error.details()}")
    json.dump(decode(answer), sys.stdout)


main(*sys.argv[1:])
