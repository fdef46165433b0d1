import { randomUUID } from 'node:crypto'
import type { AliasConfiguration, UpdateAliasRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { aliasShape, checkedWeights, checkVersion, findAlias } from '../aliases.ts'
import { checkRevision } from '../check-revision.ts'
import { findFunction } from '../functions.ts'
import { lambda } from '../store.ts'

/** Moves an alias to another version, or divides its invocations between two. */
export const updateAlias: Operation<UpdateAliasRequest, AliasConfiguration> = (input, { scope }) => {
  const alias = findAlias(scope, input.FunctionName, input.Name)
  checkRevision(alias, input.RevisionId)
  const fn = findFunction(scope, alias.functionName)
  const functionVersion = input.FunctionVersion ?? alias.functionVersion
  checkVersion(scope, fn, functionVersion)
  const changed = {
    ...alias,
    functionVersion,
    description: input.Description ?? alias.description,
    weights: input.RoutingConfig
      ? checkedWeights(scope, fn, functionVersion, input.RoutingConfig)
      : alias.weights,
    revisionId: randomUUID(),
  }
  lambda(scope).aliases.put(`${alias.functionName}:${alias.name}`, changed)
  return aliasShape(changed)
}
