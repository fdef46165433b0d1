import type { GetParametersByPathRequest, GetParametersByPathResult } from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { validationException } from '../errors.ts'
import { isUnder, readFilters } from '../filters.ts'
import { page } from '../pages.ts'
import { shownParameter } from '../shown-parameter.ts'
import { latest, parameters, type VersionDocument } from '../store.ts'

const LARGEST_PAGE = 10

/** The parameters of one level of a hierarchy, or with Recursive of all levels below. */
export const getParametersByPath: Operation<GetParametersByPathRequest, GetParametersByPathResult> = (
  input,
  { scope },
) => {
  const { Path = '', Recursive = false, WithDecryption: decrypted, ParameterFilters = [] } = input
  if (!/^\/[\w./-]*$/.test(Path)) {
    throw validationException(
      'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with \\"aws\\" or \\"ssm\\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
    )
  }
  const meets = readFilters(ParameterFilters, ['Type', 'KeyId', 'Label'])
  const labels = ParameterFilters.filter(({ Key }) => Key === 'Label').flatMap(({ Values }) => Values ?? [])
  const found = parameters(scope)
    .values()
    .filter(parameter => isUnder(parameter.name, Path, Recursive) && meets(parameter))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, NextToken } = page(found, input, LARGEST_PAGE)
  const meant = (versions: VersionDocument[]) =>
    versions.find(version => version.labels.some(label => labels.includes(label)))
  return {
    Parameters: items.map(parameter =>
      shownParameter(scope, parameter, meant(parameter.versions) ?? latest(parameter), { decrypted }),
    ),
    ...(NextToken && { NextToken }),
  }
}
