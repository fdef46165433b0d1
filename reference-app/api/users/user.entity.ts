import { EntitySchema } from 'typeorm'
import { bigNumber } from '../database/columns.ts'

export interface UserRow {
  id: string
  username: string
  email: string
  /** Milliseconds since 1970. */
  createdAt: number
}

export const UserEntity = new EntitySchema<UserRow>({
  name: 'user',
  tableName: 'users',
  columns: {
    id: { type: 'varchar', length: 36, primary: true },
    username: { type: 'varchar', length: 32 },
    email: { type: 'varchar', length: 191 },
    createdAt: bigNumber,
  },
  uniques: [
    { name: 'users_username', columns: ['username'] },
    { name: 'users_email', columns: ['email'] },
  ],
})
