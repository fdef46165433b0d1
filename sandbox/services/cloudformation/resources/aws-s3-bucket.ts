import { ResourceFailure } from '../engine/failure.ts'
import { list, text, without } from '../engine/properties.ts'
import type { Properties, ResourceType, Work } from '../engine/resource-type.ts'

/** What each property is set by, and what takes it away; its member in the input where it is not the property's own. */
const SETTINGS: readonly {
  property: string
  put: string
  input: (value: never) => Record<string, unknown>
  remove?: string
}[] = [
  {
    property: 'BucketEncryption',
    put: 'PutBucketEncryption',
    input: (value: { ServerSideEncryptionConfiguration?: Properties[] }) => ({
      ServerSideEncryptionConfiguration: {
        Rules: (value.ServerSideEncryptionConfiguration ?? []).map(rule => ({
          ...without(rule, 'ServerSideEncryptionByDefault'),
          ApplyServerSideEncryptionByDefault: rule['ServerSideEncryptionByDefault'],
        })),
      },
    }),
    remove: 'DeleteBucketEncryption',
  },
  {
    property: 'PublicAccessBlockConfiguration',
    put: 'PutPublicAccessBlock',
    input: value => ({ PublicAccessBlockConfiguration: value }),
    remove: 'DeletePublicAccessBlock',
  },
  {
    property: 'VersioningConfiguration',
    put: 'PutBucketVersioning',
    input: value => ({ VersioningConfiguration: value }),
  },
  {
    property: 'OwnershipControls',
    put: 'PutBucketOwnershipControls',
    input: value => ({ OwnershipControls: value }),
    remove: 'DeleteBucketOwnershipControls',
  },
  {
    property: 'LifecycleConfiguration',
    put: 'PutBucketLifecycleConfiguration',
    input: (value: { Rules?: Properties[] }) => ({
      LifecycleConfiguration: { Rules: (value.Rules ?? []).map(lifecycleRule) },
    }),
    remove: 'DeleteBucketLifecycle',
  },
  {
    property: 'CorsConfiguration',
    put: 'PutBucketCors',
    input: (value: { CorsRules?: Properties[] }) => ({
      CORSConfiguration: { CORSRules: (value.CorsRules ?? []).map(corsRule) },
    }),
    remove: 'DeleteBucketCors',
  },
  {
    property: 'WebsiteConfiguration',
    put: 'PutBucketWebsite',
    input: (value: Properties) => ({
      WebsiteConfiguration: {
        ...without(value, 'IndexDocument', 'ErrorDocument'),
        ...(value['IndexDocument'] !== undefined && { IndexDocument: { Suffix: value['IndexDocument'] } }),
        ...(value['ErrorDocument'] !== undefined && { ErrorDocument: { Key: value['ErrorDocument'] } }),
      },
    }),
    remove: 'DeleteBucketWebsite',
  },
  {
    property: 'LoggingConfiguration',
    put: 'PutBucketLogging',
    input: (value: Properties) => ({
      BucketLoggingStatus: {
        LoggingEnabled: {
          TargetBucket: value['DestinationBucketName'],
          TargetPrefix: value['LogFilePrefix'] ?? '',
        },
      },
    }),
  },
]

/** A bucket; one with objects in it is not removed, as on AWS. */
export const awsS3Bucket: ResourceType = {
  replaces: ['BucketName'],
  updates: ['Tags', 'AccessControl', ...SETTINGS.map(({ property }) => property)],
  nameProperty: 'BucketName',
  attributes: ['Arn', 'DomainName', 'DualStackDomainName', 'RegionalDomainName', 'WebsiteURL'],
  async create(work) {
    const { call, properties, region, name, made } = work
    const Bucket = text(properties, 'BucketName') || name({ longest: 63, lower: true })
    await call('s3', 'CreateBucket', {
      Bucket,
      ...(region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: region } }),
    })
    const attributes = attributesOf(Bucket, region)
    made(Bucket, attributes)
    await putSettings(work, Bucket, {})
    return { physicalId: Bucket, attributes }
  },
  async update(change) {
    await putSettings(change, change.physicalId, change.before)
  },
  read: ({ physicalId, region }) => Promise.resolve(attributesOf(physicalId, region)),
  async remove({ call, physicalId }) {
    await call('s3', 'DeleteBucket', { Bucket: physicalId })
  },
  async actual({ call, physicalId, properties }) {
    const { Status } = await call('s3', 'GetBucketVersioning', { Bucket: physicalId })
    const { TagSet = [] } = await call('s3', 'GetBucketTagging', { Bucket: physicalId }).catch(() => ({
      TagSet: [],
    }))
    return {
      ...(properties['VersioningConfiguration'] !== undefined && {
        VersioningConfiguration: Status ? { Status } : {},
      }),
      ...(properties['Tags'] !== undefined && { Tags: TagSet }),
    }
  },
}

async function putSettings(
  { call, properties, tags }: Work,
  Bucket: string,
  before: Properties,
): Promise<void> {
  for (const { property, put, input, remove } of SETTINGS) {
    const value = properties[property]
    if (value !== undefined) await call('s3', put, { Bucket, ...input(value as never) })
    else if (before[property] !== undefined && remove) await call('s3', remove, { Bucket })
  }
  const acl = properties['AccessControl']
  if (acl !== undefined && acl !== 'Private')
    await call('s3', 'PutBucketAcl', { Bucket, ACL: cannedAcl(text(properties, 'AccessControl')) })
  if (tags.length > 0) await call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: tags } })
  else if (before['Tags'] !== undefined) await call('s3', 'DeleteBucketTagging', { Bucket })
}

/** `PublicRead` → `public-read`. */
function cannedAcl(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()
}

function corsRule(rule: Properties): Record<string, unknown> {
  refuseOthers(rule, CORS, 'CorsConfiguration/CorsRules')
  return {
    ...{ AllowedMethods: rule['AllowedMethods'], AllowedOrigins: rule['AllowedOrigins'] },
    ...{ AllowedHeaders: rule['AllowedHeaders'], ExposeHeaders: rule['ExposedHeaders'] },
    ...{ MaxAgeSeconds: rule['MaxAge'], ID: rule['Id'] },
  }
}

/** What is translated of a rule of a life cycle: all else would be lost. */
const RULE = [
  ...['Id', 'Status', 'Prefix', 'ExpirationInDays', 'ExpiredObjectDeleteMarker'],
  ...['AbortIncompleteMultipartUpload', 'NoncurrentVersionExpiration', 'NoncurrentVersionExpirationInDays'],
  'Transitions',
]
const CORS = ['AllowedMethods', 'AllowedOrigins', 'AllowedHeaders', 'ExposedHeaders', 'MaxAge', 'Id']
const TRANSITION = ['StorageClass', 'TransitionInDays']

function refuseOthers(value: Properties, known: readonly string[], path: string): void {
  const other = Object.keys(value).find(name => !known.includes(name))
  if (other === undefined) return
  throw new ResourceFailure(`Encountered unsupported property ${path}/${other}`, 'InvalidRequest')
}

function lifecycleRule(rule: Properties): Record<string, unknown> {
  refuseOthers(rule, RULE, 'LifecycleConfiguration/Rules')
  for (const transition of list<Properties>(rule, 'Transitions')) {
    refuseOthers(transition, TRANSITION, 'LifecycleConfiguration/Rules/Transitions')
  }
  const days = (value: unknown) => (value === undefined ? undefined : { Days: value })
  const noncurrent = rule['NoncurrentVersionExpirationInDays']
  const expiration = {
    ...days(rule['ExpirationInDays']),
    ExpiredObjectDeleteMarker: rule['ExpiredObjectDeleteMarker'],
  }
  const hasExpiration = Object.values(expiration).some(value => value !== undefined)
  return {
    ...{ ID: rule['Id'], Status: rule['Status'] },
    Filter: { Prefix: rule['Prefix'] ?? '' },
    AbortIncompleteMultipartUpload: rule['AbortIncompleteMultipartUpload'],
    NoncurrentVersionExpiration:
      rule['NoncurrentVersionExpiration'] ??
      (noncurrent === undefined ? undefined : { NoncurrentDays: noncurrent }),
    ...(hasExpiration && { Expiration: expiration }),
    ...(rule['Transitions'] !== undefined && {
      Transitions: (rule['Transitions'] as Properties[]).map(one => ({
        StorageClass: one['StorageClass'],
        Days: one['TransitionInDays'],
      })),
    }),
  }
}

function attributesOf(name: string, region: string): Record<string, unknown> {
  return {
    Arn: `arn:aws:s3:::${name}`,
    DomainName: `${name}.s3.amazonaws.com`,
    DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
    RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    WebsiteURL: `http://${name}.s3-website-${region}.amazonaws.com`,
  }
}
