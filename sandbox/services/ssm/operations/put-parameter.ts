import {
  InvalidAllowedPatternException,
  ParameterAlreadyExists,
  ParameterMaxVersionLimitExceeded,
  ParameterPatternMismatchException,
  type ParameterTier,
  type PutParameterRequest,
  type PutParameterResult,
} from '@aws-sdk/client-ssm'
import { RE2JS } from 're2js'
import { AwsError, type Operation } from '../../../operation.ts'
import { checkOneOf, exception, validationException } from '../errors.ts'
import { checkName } from '../names.ts'
import { latest, type ParameterDocument, parameters, type VersionDocument } from '../store.ts'
import { withTags } from '../tags.ts'

/** In the order of AWS's own message. */
const TYPES = ['SecureString', 'StringList', 'String'] as const
const DATA_TYPES = ['text', 'aws:ec2:image', 'aws:ssm:integration']
const TIERS = ['Standard', 'Advanced', 'Intelligent-Tiering'] as const
const MOST_VERSIONS = 100
const LARGEST = { Standard: 4096, Advanced: 8192 }

/** Makes a parameter, or with Overwrite a new version of it. */
export const putParameter: Operation<PutParameterRequest, PutParameterResult> = (
  input,
  { principal, sandbox, scope },
) => {
  const { Name = '', Value = '', Overwrite = false, KeyId, Tags = [], DataType = 'text' } = input
  checkName(Name)
  checkOneOf(input.Type, 'type', TYPES)
  checkOneOf(input.Tier, 'tier', TIERS)
  if (input.Policies !== undefined && input.Policies !== '' && input.Policies !== '[]') {
    throw new AwsError(
      'NotImplemented',
      'The practice account has no parameter policies. Leave Policies away.',
      501,
    )
  }
  const before = parameters(scope).get(Name)
  if (before && !Overwrite) {
    throw exception(
      ParameterAlreadyExists,
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    )
  }
  if (Overwrite && Tags.length > 0) {
    throw validationException(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    )
  }
  const old = before && latest(before)
  const type = input.Type ?? old?.type
  if (!type) throw validationException('A parameter type is required when you create a parameter.')
  if (KeyId !== undefined && type !== 'SecureString') {
    throw validationException('KeyId is required only when the parameter type is SecureString.')
  }
  const tier = tierOf(input.Tier, old?.tier, Value)
  const allowedPattern = input.AllowedPattern ?? old?.allowedPattern
  checkPattern(allowedPattern, Value)
  if (!DATA_TYPES.includes(DataType)) {
    throw validationException(
      `The following data type is not supported: ${DataType} (Data type names are all lowercase.)`,
    )
  }
  const description = input.Description ?? old?.description
  const version: VersionDocument = {
    version: (old?.version ?? 0) + 1,
    type,
    value: Value,
    ...(type === 'SecureString' && { keyId: KeyId ?? old?.keyId ?? 'alias/aws/ssm' }),
    ...(description !== undefined && { description }),
    ...(allowedPattern !== undefined && { allowedPattern }),
    dataType: DataType,
    tier,
    labels: [],
    modifiedAt: sandbox.clock.now(),
    modifiedBy: principal.arn,
  }
  const tags = before?.tags ?? withTags([], Tags)
  parameters(scope).put(Name, { name: Name, versions: versionsWith(before, version), tags })
  return { Version: version.version, Tier: tier }
}

/** AWS keeps a hundred versions; the oldest goes, unless a label holds it. */
function versionsWith(
  before: ParameterDocument | undefined,
  version: VersionDocument,
): ParameterDocument['versions'] {
  if (!before) return [version]
  const [oldest, ...rest] = before.versions
  if (before.versions.length < MOST_VERSIONS) return [oldest, ...rest, version]
  if (oldest.labels.length > 0) {
    throw exception(
      ParameterMaxVersionLimitExceeded,
      `You attempted to create a new version of ${before.name} by calling the PutParameter API with the overwrite flag. Version ${oldest.version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
    )
  }
  const [next = version, ...others] = [...rest, version]
  return [next, ...others]
}

function tierOf(
  wanted: ParameterTier | undefined,
  before: ParameterTier | undefined,
  value: string,
): ParameterTier {
  const length = [...value].length
  if (length === 0) {
    throw validationException(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
    )
  }
  if (before === 'Advanced' && wanted === 'Standard') {
    throw validationException(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
    )
  }
  const tier =
    wanted === 'Intelligent-Tiering'
      ? length > LARGEST.Standard
        ? 'Advanced'
        : (before ?? 'Standard')
      : (wanted ?? before ?? 'Standard')
  if (tier === 'Standard' && length > LARGEST.Standard) {
    throw validationException(
      `Standard tier parameters support a maximum parameter value of ${LARGEST.Standard} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    )
  }
  if (length > LARGEST.Advanced) {
    throw validationException(
      `Advanced tier parameters support a maximum parameter value of ${LARGEST.Advanced} characters.`,
    )
  }
  return tier
}

function checkPattern(pattern: string | undefined, value: string): void {
  if (pattern === undefined) return
  let compiled: RE2JS
  try {
    compiled = RE2JS.compile(pattern)
  } catch {
    throw exception(
      InvalidAllowedPatternException,
      `The request does not meet the regular expression requirement: ${pattern} is not a regular expression.`,
    )
  }
  if (!compiled.matcher(value).find()) {
    throw exception(
      ParameterPatternMismatchException,
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    )
  }
}
