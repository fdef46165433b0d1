import type { UnlabelParameterVersionRequest, UnlabelParameterVersionResult } from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { versionNotFound } from '../errors.ts'
import { findParameter } from '../names.ts'
import { type ParameterDocument, parameters, type VersionDocument } from '../store.ts'

/** Takes labels off a version; those that it does not have come back as invalid. */
export const unlabelParameterVersion: Operation<
  UnlabelParameterVersionRequest,
  UnlabelParameterVersionResult
> = (input, { scope }) => {
  const { Labels = [], ParameterVersion: wanted } = input
  const parameter = findParameter(scope, input.Name ?? '')
  const target = parameter.versions.find(({ version }) => version === wanted)
  if (!target) throw versionNotFound(String(wanted), parameter.name)
  const { removed = [], invalid = [] } = Object.groupBy(Labels, label =>
    target.labels.includes(label) ? 'removed' : 'invalid',
  )
  const unlabelled = (version: VersionDocument): VersionDocument =>
    version.version === wanted
      ? { ...version, labels: version.labels.filter(label => !removed.includes(label)) }
      : version
  const [first, ...rest] = parameter.versions
  const versions: ParameterDocument['versions'] = [unlabelled(first), ...rest.map(unlabelled)]
  parameters(scope).put(parameter.name, { ...parameter, versions })
  return { RemovedLabels: removed, InvalidLabels: invalid }
}
