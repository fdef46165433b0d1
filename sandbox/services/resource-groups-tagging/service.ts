import type { Service } from '../../gateway/service.ts'

/** AWS Resource Groups Tagging API. */
export const service: Service = {
  id: 'resource-groups-tagging',
  signingName: 'tagging',
  iamPrefix: 'tag',
  client: () => import('@aws-sdk/client-resource-groups-tagging-api'),
}
