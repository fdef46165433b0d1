import type { Filter } from '@aws-sdk/client-secrets-manager'
import { AwsError } from '../../operation.ts'
import { invalidParameter } from './errors.ts'
import type { SecretDocument } from './store.ts'

type Texts = (secret: SecretDocument, region: string) => string[]

const startsWith = (text: string, value: string) => text.startsWith(value)
const startsWithAnyCase = (text: string, value: string) => text.toLowerCase().startsWith(value.toLowerCase())
/** Any word of the text begins with any word of the value. */
const hasWord = (text: string, value: string) =>
  words(value).some(wanted => words(text).some(word => word.startsWith(wanted)))

const FILTERS: Record<string, { texts: Texts; matches: (text: string, value: string) => boolean }> = {
  name: { texts: ({ Name }) => [Name], matches: startsWith },
  description: { texts: ({ Description = '' }) => [Description], matches: hasWord },
  'tag-key': { texts: ({ tags }) => tags.map(({ Key = '' }) => Key), matches: startsWith },
  'tag-value': { texts: ({ tags }) => tags.map(({ Value = '' }) => Value), matches: startsWith },
  'primary-region': { texts: () => [], matches: startsWith },
  'owning-service': { texts: ({ owningService = '' }) => [owningService], matches: startsWithAnyCase },
  all: {
    texts: ({ Name, Description = '', tags }) => [
      Name,
      Description,
      ...tags.flatMap(({ Key = '', Value = '' }) => [Key, Value]),
    ],
    matches: hasWord,
  },
}

/** Throws ValidationException or InvalidParameterException for filters that Secrets Manager does not have. */
export function checkFilters(filters: Filter[] = []): void {
  for (const [at, { Key, Values = [] }] of filters.entries()) {
    if (Key === undefined) throw invalidParameter('Invalid filter key')
    if (!Object.hasOwn(FILTERS, Key)) {
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value '${Key}' at 'filters.${at + 1}.member.key' failed to satisfy constraint: Member must satisfy enum value set: [${Object.keys(FILTERS).join(', ')}]`,
      )
    }
    if (Values.length === 0) throw invalidParameter(`Invalid filter values for key: ${Key}`)
  }
}

/** Whether a secret meets all filters: one of a filter's values suffices, and none that begins with `!` may meet it. */
export function meets(secret: SecretDocument, region: string, filters: Filter[] = []): boolean {
  return filters.every(({ Key = '', Values = [] }) => {
    const filter = FILTERS[Key]
    const has = (value: string) =>
      filter?.texts(secret, region).some(text => text !== '' && filter.matches(text, value)) ?? false
    const unwanted = Values.filter(value => value.startsWith('!')).map(value => value.slice(1))
    const wanted = Values.filter(value => !value.startsWith('!'))
    return !unwanted.some(has) && (wanted.length === 0 || wanted.some(has))
  })
}

function words(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s/_+=.@!-]+/)
    .filter(word => word !== '')
}
