import type { EntitySchemaColumnOptions } from 'typeorm'

/** A whole number that may outgrow 32 bits, such as bytes or milliseconds; MySQL's library answers it as text. */
export const bigNumber: EntitySchemaColumnOptions = {
  type: 'bigint',
  transformer: {
    to: (value: unknown) => value,
    from: (value: string | number | null) => (value === null ? null : Number(value)),
  },
}
