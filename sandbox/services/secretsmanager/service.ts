import type { Service } from '../../gateway/service.ts'
import { findSecret, possibleArn } from './secrets.ts'

/** AWS Secrets Manager. */
export const service: Service = {
  id: 'secretsmanager',
  signingName: 'secretsmanager',
  client: () => import('@aws-sdk/client-secrets-manager'),
  resourceArn: (operation, input, { accountId, region, store }) => {
    const scope = store.scope(accountId, region)
    const { Name, SecretId: secretId } = input as { Name?: string; SecretId?: string }
    if (operation === 'CreateSecret') return possibleArn(scope, Name ?? '')
    if (secretId === undefined) return undefined
    return findSecret(scope, secretId)?.ARN ?? possibleArn(scope, secretId)
  },
  resourcePolicy: (_operation, input, { accountId, region, store }) =>
    typeof input['SecretId'] === 'string'
      ? findSecret(store.scope(accountId, region), input['SecretId'])?.resourcePolicy
      : undefined,
}
