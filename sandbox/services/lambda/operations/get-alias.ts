import type { AliasConfiguration, GetAliasRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { aliasShape, findAlias } from '../aliases.ts'

/** Which version an alias stands for. */
export const getAlias: Operation<GetAliasRequest, AliasConfiguration> = ({ FunctionName, Name }, { scope }) =>
  aliasShape(findAlias(scope, FunctionName, Name))
