import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Sandbox } from '../../operation.ts'
import { objectFile } from './object-files.ts'

/** A piece of an object: what was sent at once, or one part of a multipart upload. */
export interface Segment {
  /** Id of its file. */
  file: string
  size: number
}

const CHUNK = 256 * 1024

/** The bytes from `start` to `end`, both included, out of the files that make up an object. */
export function readSegments(
  sandbox: Sandbox,
  accountId: string,
  segments: readonly Segment[],
  start: number,
  end: number,
): Readable {
  const files = piecesOf(segments, start, end).map(({ file, ...piece }) => ({
    path: objectFile(sandbox, accountId, file),
    ...piece,
  }))
  const [only] = files
  if (only && files.length === 1) return open(only)
  return Readable.from(
    (async function* () {
      for (const file of files) yield* open(file) as AsyncIterable<Buffer>
    })(),
    { objectMode: false, highWaterMark: CHUNK },
  )
}

function open({ path, start, end }: { path: string; start: number; end: number }): Readable {
  return createReadStream(path, { start, end, highWaterMark: CHUNK })
}

function piecesOf(segments: readonly Segment[], start: number, end: number) {
  const pieces: { file: string; start: number; end: number }[] = []
  let before = 0
  for (const { file, size } of segments) {
    const from = Math.max(start - before, 0)
    const to = Math.min(end - before, size - 1)
    if (from <= to) pieces.push({ file, start: from, end: to })
    before += size
  }
  return pieces
}
