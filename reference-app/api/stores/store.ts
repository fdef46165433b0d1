import type { Response } from 'express'

export const STORES = ['s3', 'file-system'] as const
export type StoreId = (typeof STORES)[number]

/** A place for files' bytes. Keys are ours, never the users'. */
export interface Store {
  /** Stores all the bytes or none: a file that is cut off is not there. */
  write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** Answers a download, or sends the browser to where the bytes are; the headers that describe the file are set already. */
  send(key: string, response: Response): Promise<void>
  /** Removes the bytes, and what an unfinished write has left; what is not there is no error. */
  remove(key: string): Promise<void>
  /** Throws when the store cannot be used. */
  check(): Promise<void>
}

/** The stores that this task offers. */
export type Stores = Partial<Record<StoreId, Store>>
