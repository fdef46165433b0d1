import { randomUUID } from 'node:crypto'
import type { AliasConfiguration, CreateAliasRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { aliasShape, checkAliasName, checkedWeights, checkVersion } from '../aliases.ts'
import { conflict } from '../errors.ts'
import { findFunction } from '../functions.ts'
import { lambda } from '../store.ts'
import type { AliasDocument } from '../store.ts'

/** Gives a version a name, which can be moved to another. */
export const createAlias: Operation<CreateAliasRequest, AliasConfiguration> = (input, { scope }) => {
  const { Name = '', FunctionVersion = '', Description = '', RoutingConfig = {} } = input
  const fn = findFunction(scope, input.FunctionName ?? '')
  const { aliases } = lambda(scope)
  checkAliasName(Name)
  const aliasArn = `${fn.functionArn}:${Name}`
  const id = `${fn.functionName}:${Name}`
  if (aliases.has(id)) throw conflict(`Alias already exists: ${aliasArn}`)
  checkVersion(scope, fn, FunctionVersion)
  const alias: AliasDocument = {
    ...{ functionName: fn.functionName, name: Name, aliasArn, functionVersion: FunctionVersion },
    weights: checkedWeights(scope, fn, FunctionVersion, RoutingConfig),
    ...{ description: Description, revisionId: randomUUID(), permissions: {} },
  }
  aliases.put(id, alias)
  return aliasShape(alias)
}
