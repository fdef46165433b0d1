import type { NormalizedSchema } from '@smithy/core/schema'

/** How many members a structure requires: the SDK sorts those first and says how many they are. */
export function requiredCount(schema: NormalizedSchema): number {
  return Number((schema.getSchema() as unknown as unknown[])[6] ?? 0)
}
