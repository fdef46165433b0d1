import { asText } from '../template/as-text.ts'
import { pick, record, tagChanges, text } from '../engine/properties.ts'
import type { Call } from '../engine/call.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

/** A secret, given or made up. */
export const awsSecretsManagerSecret: ResourceType = {
  replaces: ['Name'],
  updates: ['Description', 'KmsKeyId', 'SecretString', 'GenerateSecretString', 'Tags'],
  nameProperty: 'Name',
  attributes: ['Id'],
  async create({ call, properties, tags, name, token }) {
    const { ARN: physicalId = '' } = await call<{ ARN?: string }>('secretsmanager', 'CreateSecret', {
      ...{ Name: text(properties, 'Name') || name(), ClientRequestToken: token, Tags: tags },
      ...pick(properties, 'Description', 'KmsKeyId'),
      SecretString: await secretString(call, properties),
    })
    return { physicalId, attributes: { Id: physicalId } }
  },
  async update(change) {
    const { call, properties, physicalId: SecretId, changes } = change
    if (changes('Description', 'KmsKeyId', 'SecretString', 'GenerateSecretString')) {
      const isNew = changes('SecretString', 'GenerateSecretString')
      await call('secretsmanager', 'UpdateSecret', {
        ...{ SecretId, ...pick(properties, 'Description', 'KmsKeyId') },
        ...(isNew && { SecretString: await secretString(call, properties) }),
      })
    }
    const { set, gone } = tagChanges(change)
    if (set.length > 0) await call('secretsmanager', 'TagResource', { SecretId, Tags: set })
    if (gone.length > 0) await call('secretsmanager', 'UntagResource', { SecretId, TagKeys: gone })
  },
  async remove({ call, physicalId: SecretId }) {
    await call('secretsmanager', 'DeleteSecret', { SecretId, ForceDeleteWithoutRecovery: true })
  },
}

/** The given text; else a password, put into the JSON of the template where there is one. */
async function secretString(call: Call, properties: Properties): Promise<string> {
  if (properties['SecretString'] !== undefined) return text(properties, 'SecretString')
  const { SecretStringTemplate, GenerateStringKey, ...rules } = record(properties, 'GenerateSecretString')
  const { RandomPassword = '' } = await call<{ RandomPassword?: string }>(
    'secretsmanager',
    'GetRandomPassword',
    rules,
  )
  if (SecretStringTemplate === undefined) return RandomPassword
  const template = JSON.parse(asText(SecretStringTemplate)) as Record<string, unknown>
  return JSON.stringify({ ...template, [asText(GenerateStringKey)]: RandomPassword })
}
