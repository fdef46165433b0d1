import type { GetParameterRequest, GetParameterResult } from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { findVersion } from '../names.ts'
import { shownParameter } from '../shown-parameter.ts'

/** A parameter's value: the latest, or that of `name:version` or `name:label`. */
export const getParameter: Operation<GetParameterRequest, GetParameterResult> = (input, { scope }) => {
  const { parameter, version, selector } = findVersion(scope, input.Name ?? '')
  return {
    Parameter: shownParameter(scope, parameter, version, { decrypted: input.WithDecryption, selector }),
  }
}
