import type { ClusterSetting } from '@aws-sdk/client-ecs'
import { invalidParameter } from './lookup.ts'

const VALUES = ['enabled', 'disabled', 'enhanced']

/** Settings of a cluster over AWS's defaults. Throws InvalidParameterException. */
export function clusterSettings(
  given: ClusterSetting[] | undefined,
  before: ClusterSetting[] = [],
): ClusterSetting[] {
  for (const { name, value } of given ?? []) {
    if (name !== 'containerInsights') throw invalidParameter(`Invalid cluster setting: ${name}.`)
    if (!VALUES.includes(value ?? '')) {
      throw invalidParameter(
        `Invalid value '${value}' of cluster setting containerInsights: use ${VALUES.join(', ')}.`,
      )
    }
  }
  const value = given?.at(-1)?.value ?? before[0]?.value ?? 'disabled'
  return [{ name: 'containerInsights', value }]
}
