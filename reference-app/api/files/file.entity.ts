import { EntitySchema } from 'typeorm'
import { bigNumber } from '../database/columns.ts'
import type { StoreId } from '../stores/store.ts'

/**
 * A file, from its first byte to its last trace. It is there for its user once `storedAt` is set, and until `userId` is null:
 * what is between has bytes in a store that must be finished or removed, and `sweepFiles` knows it by these two columns.
 */
export interface FileRow {
  /** Also the name of its bytes in the store: what users call their files never becomes a path. */
  id: string
  /** Null when the file or its user was deleted. */
  userId: string | null
  name: string
  /** Media type, as the browser said it. */
  type: string
  size: number
  store: StoreId
  /** Milliseconds since 1970; renewed while bytes arrive. */
  touchedAt: number
  /** Milliseconds since 1970; null while bytes arrive. */
  storedAt: number | null
}

export const FileEntity = new EntitySchema<FileRow>({
  name: 'file',
  tableName: 'files',
  columns: {
    id: { type: 'varchar', length: 36, primary: true },
    userId: { type: 'varchar', length: 36, nullable: true },
    name: { type: 'varchar', length: 255 },
    type: { type: 'varchar', length: 127 },
    size: bigNumber,
    store: { type: 'varchar', length: 16 },
    touchedAt: bigNumber,
    storedAt: { ...bigNumber, nullable: true },
  },
  foreignKeys: [
    {
      name: 'files_user',
      target: 'user',
      columnNames: ['userId'],
      referencedColumnNames: ['id'],
      onDelete: 'SET NULL',
    },
  ],
})
