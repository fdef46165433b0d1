import {
  type LabelParameterVersionRequest,
  type LabelParameterVersionResult,
  ParameterVersionLabelLimitExceeded,
} from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { exception, validationException, versionNotFound } from '../errors.ts'
import { findParameter } from '../names.ts'
import { latest, type ParameterDocument, parameters, type VersionDocument } from '../store.ts'

const MOST = 10

/** Puts labels on a version, the latest unless another is named, and takes them from the versions that had them. */
export const labelParameterVersion: Operation<LabelParameterVersionRequest, LabelParameterVersionResult> = (
  input,
  { scope },
) => {
  const { Labels = [] } = input
  const parameter = findParameter(scope, input.Name ?? '')
  const wanted = input.ParameterVersion ?? latest(parameter).version
  const target = parameter.versions.find(({ version }) => version === wanted)
  if (!target) throw versionNotFound(String(wanted), parameter.name)
  if (Labels.length === 0 || Labels.length > MOST) {
    throw validationException(`1 to ${MOST} labels can be attached at once; got ${Labels.length}.`)
  }
  const { valid = [], invalid = [] } = Object.groupBy(Labels, label =>
    /^(?!aws|ssm|\d)[\w.-]{1,100}$/i.test(label) ? 'valid' : 'invalid',
  )
  const own = [...new Set([...target.labels, ...valid])]
  if (own.length > MOST) {
    throw exception(
      ParameterVersionLabelLimitExceeded,
      `A parameter version can have a maximum of ${MOST} labels.`,
    )
  }
  const relabelled = (version: VersionDocument): VersionDocument => ({
    ...version,
    labels: version.version === wanted ? own : version.labels.filter(label => !valid.includes(label)),
  })
  const [first, ...rest] = parameter.versions
  const versions: ParameterDocument['versions'] = [relabelled(first), ...rest.map(relabelled)]
  parameters(scope).put(parameter.name, { ...parameter, versions })
  return { InvalidLabels: invalid, ParameterVersion: wanted }
}
