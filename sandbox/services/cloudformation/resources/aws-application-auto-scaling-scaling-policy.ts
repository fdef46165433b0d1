import { pick, text } from '../engine/properties.ts'
import type { Properties, ResourceType, Work } from '../engine/resource-type.ts'

const SETTINGS = ['PolicyType', 'StepScalingPolicyConfiguration', 'TargetTrackingScalingPolicyConfiguration']
const IDENTITY = ['ResourceId', 'ScalableDimension', 'ServiceNamespace']

/** By what a service is scaled. */
export const awsApplicationAutoScalingScalingPolicy: ResourceType = {
  replaces: ['PolicyName', 'ScalingTargetId', ...IDENTITY],
  updates: SETTINGS,
  required: ['PolicyName', 'PolicyType'],
  attributes: ['Arn'],
  async create(work) {
    const { PolicyARN: physicalId = '' } = await put(work)
    return { physicalId, attributes: { Arn: physicalId } }
  },
  async update(change) {
    await put(change)
  },
  async remove({ call, properties }) {
    const input = { ...pick(properties, 'PolicyName'), ...identity(properties) }
    await call('application-auto-scaling', 'DeleteScalingPolicy', input)
  },
}

function put({ call, properties }: Work): Promise<{ PolicyARN?: string }> {
  const input = { ...pick(properties, 'PolicyName', ...SETTINGS), ...identity(properties) }
  return call<{ PolicyARN?: string }>('application-auto-scaling', 'PutScalingPolicy', input)
}

/** What is scaled: named in three properties, or by the scalable target's Ref. */
function identity(properties: Properties): Record<string, unknown> {
  const [ResourceId, ScalableDimension, ServiceNamespace] = text(properties, 'ScalingTargetId').split('|')
  return ScalableDimension === undefined
    ? pick(properties, ...IDENTITY)
    : { ResourceId, ScalableDimension, ServiceNamespace }
}
