import { zipSync } from 'fflate'

/** The first moment that a zip can name, so that the same content is always the same zip. */
const MTIME = new Date(1980, 0, 1)

/** A zip with one file in it. */
export function zipOf(name: string, content: Uint8Array): Uint8Array {
  return zipSync({ [name]: [content, { mtime: MTIME }] })
}
