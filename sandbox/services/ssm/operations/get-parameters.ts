import {
  type GetParametersRequest,
  type GetParametersResult,
  ParameterNotFound,
  ParameterVersionNotFound,
} from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { validationException } from '../errors.ts'
import { findVersion } from '../names.ts'
import { shownParameter } from '../shown-parameter.ts'

const MOST = 10

/** The values of up to ten parameters; names that are not there come back as invalid. */
export const getParameters: Operation<GetParametersRequest, GetParametersResult> = (input, { scope }) => {
  const { Names = [], WithDecryption: decrypted } = input
  if (Names.length === 0 || Names.length > MOST) {
    throw validationException(
      `1 validation error detected: Value '[${Names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have length ${Names.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MOST}`}`,
    )
  }
  const InvalidParameters: string[] = []
  const Parameters = [...new Set(Names)].flatMap(name => {
    try {
      const { parameter, version, selector } = findVersion(scope, name)
      return [shownParameter(scope, parameter, version, { decrypted, selector })]
    } catch (error) {
      if (!(error instanceof ParameterNotFound || error instanceof ParameterVersionNotFound)) throw error
      InvalidParameters.push(name)
      return []
    }
  })
  return { Parameters, InvalidParameters }
}
