import { getServers } from 'node:dns'
import { createSocket } from 'node:dgram'

const TYPE_A = 1
const TYPE_AAAA = 28
const TTL_S = 5
const HEADER = 12
const UPSTREAM_MS = 3000
const SERVER_FAILED = 2

/** Answers a DNS question of a task: names of its VPC from the practice account, all others from this machine's own name server. */
export async function answerQuestion(
  question: Buffer,
  resolve: (name: string) => string | undefined,
  next: (question: Buffer) => Promise<Buffer> = askUpstream,
): Promise<Buffer> {
  const asked = readQuestion(question)
  const ip = asked && resolve(asked.name)
  if (!asked || ip === undefined) {
    return next(question).catch(() => reply(question, asked?.end ?? HEADER, SERVER_FAILED))
  }
  if (asked.type !== TYPE_A) return reply(question, asked.end, 0)
  const record = Buffer.alloc(16)
  // The name is the question's own, at offset 12.
  record.writeUInt16BE(0xc000 | HEADER, 0)
  record.writeUInt16BE(TYPE_A, 2)
  record.writeUInt16BE(1, 4)
  record.writeUInt32BE(TTL_S, 6)
  record.writeUInt16BE(4, 10)
  record.set(ip.split('.').map(Number), 12)
  return reply(question, asked.end, 0, record)
}

/** Name and type of the first question, and where it ends; undefined for what is no plain question for an address. */
function readQuestion(packet: Buffer): { name: string; type: number; end: number } | undefined {
  const labels: string[] = []
  let at = HEADER
  for (let length = packet[at]; length; length = packet[at]) {
    if (length > 63) return undefined
    labels.push(packet.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const end = at + 5
  if (end > packet.length || labels.length === 0) return undefined
  const type = packet.readUInt16BE(at + 1)
  return type === TYPE_A || type === TYPE_AAAA ? { name: labels.join('.'), type, end } : undefined
}

function reply(question: Buffer, end: number, code: number, ...records: Buffer[]): Buffer {
  const header = Buffer.alloc(HEADER)
  question.copy(header, 0, 0, 2)
  // A response, recursion available, recursion desired as it was asked.
  header.writeUInt16BE(0x8080 | (((question[2] ?? 0) & 1) << 8) | code, 2)
  header.writeUInt16BE(end > HEADER ? 1 : 0, 4)
  header.writeUInt16BE(records.length, 6)
  return Buffer.concat([header, question.subarray(HEADER, end), ...records])
}

function askUpstream(question: Buffer): Promise<Buffer> {
  const server = getServers().find(address => /^\d+\.\d+\.\d+\.\d+$/.test(address))
  return new Promise((resolve, reject) => {
    if (server === undefined) return reject(new Error('This machine names no name server.'))
    const socket = createSocket('udp4')
    const timer = setTimeout(() => done(new Error(`${server} did not answer.`)), UPSTREAM_MS)
    const done = (result: Buffer | Error) => {
      clearTimeout(timer)
      socket.close()
      if (result instanceof Error) reject(result)
      else resolve(result)
    }
    socket.once('error', done)
    socket.once('message', done)
    socket.send(question, 53, server)
  })
}
