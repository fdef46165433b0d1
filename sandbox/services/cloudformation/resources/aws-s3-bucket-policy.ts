import { json, text } from '../engine/properties.ts'
import type { ResourceType, Work } from '../engine/resource-type.ts'

/** Who else may use a bucket. */
export const awsS3BucketPolicy: ResourceType = {
  replaces: ['Bucket'],
  updates: ['PolicyDocument'],
  required: ['Bucket', 'PolicyDocument'],
  async create(work) {
    await put(work)
    return { physicalId: text(work.properties, 'Bucket') }
  },
  update: put,
  async remove({ call, physicalId }) {
    await call('s3', 'DeleteBucketPolicy', { Bucket: physicalId })
  },
}

async function put({ call, properties }: Work): Promise<void> {
  await call('s3', 'PutBucketPolicy', {
    Bucket: properties['Bucket'],
    Policy: json(properties['PolicyDocument']),
  })
}
