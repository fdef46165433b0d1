import { createHash } from 'node:crypto'
import { createConnection } from 'node:net'

/** The server refused a login or a statement. */
export class ServerRefusal extends Error {}

/**
 * Runs statements that answer no rows, over MySQL's protocol with `mysql_native_password`: so much of a client as the practice
 * account needs for users, databases and settings.
 */
export async function execute(
  server: { port: number; user: string; password: string; timeoutMs?: number },
  statements: string[],
): Promise<void> {
  const socket = createConnection({ host: '127.0.0.1', port: server.port })
  socket.setTimeout(server.timeoutMs ?? 5000, () => socket.destroy(new Error('The server does not answer.')))
  try {
    const packets = packetsOf(socket)
    const next = async () => {
      const packet = await packets.next()
      if (packet.done) throw new Error('The server closed the connection.')
      if (packet.value.payload[0] === 0xff) throw new ServerRefusal(errorText(packet.value.payload))
      return packet.value
    }
    const greeting = await next()
    socket.write(framed(login(greeting.payload, server), greeting.sequence + 1))
    const answer = await next()
    if (answer.payload[0] !== 0x00) throw new ServerRefusal('The server wants another kind of login.')
    for (const statement of statements) {
      socket.write(framed(Buffer.concat([Buffer.from([0x03]), Buffer.from(statement)]), 0))
      await next()
    }
    socket.write(framed(Buffer.from([0x01]), 0))
  } finally {
    socket.destroy()
  }
}

/** A text as a literal of SQL. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, character => `\\${character}`)}'`
}

const PROTOCOL_41 = 0x200
const SECURE_CONNECTION = 0x8000
const PLUGIN_AUTH = 0x80000
const UTF8MB4 = 45

function login(greeting: Buffer, { user, password }: { user: string; password: string }): Buffer {
  const versionEnd = greeting.indexOf(0, 1)
  const first = greeting.subarray(versionEnd + 5, versionEnd + 13)
  const second = greeting.subarray(versionEnd + 32, versionEnd + 44)
  const head = Buffer.alloc(32)
  head.writeUInt32LE(PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH, 0)
  head.writeUInt32LE(1 << 24, 4)
  head[8] = UTF8MB4
  const proof = proofOf(password, Buffer.concat([first, second]))
  return Buffer.concat([
    head,
    Buffer.from(`${user}\0`),
    Buffer.from([proof.length]),
    proof,
    Buffer.from('mysql_native_password\0'),
  ])
}

function proofOf(password: string, salt: Buffer): Buffer {
  const once = sha1(Buffer.from(password))
  const mask = sha1(Buffer.concat([salt, sha1(once)]))
  return Buffer.from(once.map((byte, index) => byte ^ (mask[index] ?? 0)))
}

function sha1(bytes: Buffer): Buffer {
  return createHash('sha1').update(bytes).digest()
}

function framed(payload: Buffer, sequence: number): Buffer {
  const head = Buffer.alloc(4)
  head.writeUIntLE(payload.length, 0, 3)
  head[3] = sequence
  return Buffer.concat([head, payload])
}

async function* packetsOf(
  socket: AsyncIterable<Buffer>,
): AsyncGenerator<{ payload: Buffer; sequence: number }> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of socket) {
    held = Buffer.concat([held, chunk])
    while (held.length >= 4) {
      const length = held.readUIntLE(0, 3)
      if (held.length < length + 4) break
      yield { payload: held.subarray(4, length + 4), sequence: held[3] ?? 0 }
      held = held.subarray(length + 4)
    }
  }
}

function errorText(payload: Buffer): string {
  return payload.subarray(9).toString('utf8')
}
