import type { ImageTagMutability, ImageTagMutabilityExclusionFilter } from '@aws-sdk/client-ecr'
import { invalidParameter } from './errors.ts'

const VALUES = ['IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE', 'MUTABLE_WITH_EXCLUSION']
const MOST_FILTERS = 5

/** Which tags may be moved to another image. Throws InvalidParameterException. */
export function checkedMutability(request: {
  imageTagMutability?: ImageTagMutability | undefined
  imageTagMutabilityExclusionFilters?: ImageTagMutabilityExclusionFilter[] | undefined
}): {
  imageTagMutability: ImageTagMutability
  imageTagMutabilityExclusionFilters?: ImageTagMutabilityExclusionFilter[]
} {
  const { imageTagMutability = 'MUTABLE', imageTagMutabilityExclusionFilters: filters = [] } = request
  if (!VALUES.includes(imageTagMutability)) {
    throw invalidParameter('imageTagMutability', `Member must satisfy enum value set: [${VALUES.join(', ')}]`)
  }
  const wanted = imageTagMutability.endsWith('_WITH_EXCLUSION')
  if (wanted !== filters.length > 0) {
    throw invalidParameter(
      'imageTagMutabilityExclusionFilters',
      wanted
        ? `Member must have length greater than or equal to 1 with ${imageTagMutability}`
        : `Filters are allowed with IMMUTABLE_WITH_EXCLUSION and MUTABLE_WITH_EXCLUSION only, not with ${imageTagMutability}`,
    )
  }
  if (filters.length > MOST_FILTERS) {
    throw invalidParameter(
      'imageTagMutabilityExclusionFilters',
      `Member must have length less than or equal to ${MOST_FILTERS}`,
    )
  }
  for (const { filterType, filter = '' } of filters) {
    if (filterType !== 'WILDCARD') {
      throw invalidParameter('filterType', 'Member must satisfy enum value set: [WILDCARD]')
    }
    if (!/^[0-9a-zA-Z._*-]{1,128}$/.test(filter) || filter.split('*').length > 3) {
      throw invalidParameter(
        'filter',
        "must satisfy regular expression '^[0-9a-zA-Z._*-]{1,128}', with two wildcards at most",
      )
    }
  }
  return { imageTagMutability, ...(wanted && { imageTagMutabilityExclusionFilters: filters }) }
}
