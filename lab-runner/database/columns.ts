import type { EntitySchemaColumnOptions } from 'typeorm'

/** Column types that SQLite, MySQL, MariaDB and PostgreSQL all have. */

export const id: EntitySchemaColumnOptions = { type: 'varchar', length: 36, primary: true }

/** A reference to another table's id. */
export const reference: EntitySchemaColumnOptions = { type: 'varchar', length: 36 }

export function text(length = 191): EntitySchemaColumnOptions {
  return { type: 'varchar', length }
}

export const longText: EntitySchemaColumnOptions = { type: 'text' }

export const integer: EntitySchemaColumnOptions = { type: 'integer' }

export const flag: EntitySchemaColumnOptions = { type: 'boolean' }

/** Milliseconds since the epoch; MySQL and PostgreSQL answer a bigint as text. */
export const moment: EntitySchemaColumnOptions = {
  type: 'bigint',
  transformer: {
    to: (value: unknown) => value,
    from: (value: string | number | null) => (value === null ? null : Number(value)),
  },
}

/** A JSON document. */
export const json: EntitySchemaColumnOptions = {
  type: 'text',
  transformer: {
    to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
    from: (value: string | null): unknown => (value === null ? null : JSON.parse(value)),
  },
}

export function nullable(column: EntitySchemaColumnOptions): EntitySchemaColumnOptions {
  return { ...column, nullable: true }
}
