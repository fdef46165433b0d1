import type { DBParameterGroup } from '@aws-sdk/client-rds'
import type { Scope } from '../../store/store.ts'
import { ENGINES } from './engines.ts'
import { invalidCombination, parameterGroupNotFound } from './errors.ts'
import { type ParameterGroupDocument, rds, rdsArn } from './store.ts'

/** Such as mysql8.0. */
export const FAMILIES = Object.entries(ENGINES).flatMap(([engine, { versions }]) =>
  versions.map(version => `${engine}${version}`),
)

/** The group of a name; each family has a default one, which nobody changes. Throws DBParameterGroupNotFoundFault. */
export function parameterGroup(scope: Scope, name: string): ParameterGroupDocument {
  const wanted = name.toLowerCase()
  const found = rds(scope).parameterGroups.get(wanted) ?? standardGroups().find(one => one.name === wanted)
  if (!found) throw parameterGroupNotFound(name)
  return found
}

/** The default groups of all families. */
export function standardGroups(): ParameterGroupDocument[] {
  return FAMILIES.map(family => ({
    name: `default.${family}`,
    family,
    description: `Default parameter group for ${family}`,
    values: {},
    tags: [],
  }))
}

/** Throws InvalidParameterCombination when the group is another engine's or version's. */
export function checkFamily(group: ParameterGroupDocument, family: string): void {
  if (group.family === family) return
  throw invalidCombination(
    `The parameter group ${group.name} with DBParameterGroupFamily ${group.family} can't be used for this instance. Use a parameter group with DBParameterGroupFamily ${family}.`,
  )
}

/** As DescribeDBParameterGroups shows it. */
export function shownGroup(
  scope: Scope,
  { name, family, description }: ParameterGroupDocument,
): DBParameterGroup {
  return {
    DBParameterGroupName: name,
    DBParameterGroupFamily: family,
    Description: description,
    DBParameterGroupArn: rdsArn(scope, 'pg', name),
  }
}
