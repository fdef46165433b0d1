import type { RouteTableAssociation } from '@aws-sdk/client-ec2'
import { missingParameter, notFound } from './errors.ts'
import { newId } from './store.ts'
import type { Network, RouteTableDocument } from './store.ts'

/** An association with the table it belongs to. Throws InvalidAssociationID.NotFound. */
export function findAssociation(
  state: Network,
  id: string | undefined,
): { table: RouteTableDocument; association: RouteTableAssociation } {
  if (!id) throw missingParameter('associationId')
  for (const table of state.routeTables.values()) {
    const association = table.Associations.find(a => a.RouteTableAssociationId === id)
    if (association) return { table, association }
  }
  throw notFound('InvalidAssociationID.NotFound', 'association ID', [id])
}

/** Makes a subnet, or the whole VPC by its main association, go by the table; answers the new association's id. */
export function associate(
  state: Network,
  table: RouteTableDocument,
  what: { SubnetId: string } | { Main: true },
): string {
  const RouteTableAssociationId = newId('rtbassoc')
  const association: RouteTableAssociation = {
    ...{ Main: false, RouteTableAssociationId, RouteTableId: table.RouteTableId, ...what },
    AssociationState: { State: 'associated' },
  }
  const Associations = [...table.Associations, association]
  state.routeTables.put(table.RouteTableId, { ...table, Associations })
  return RouteTableAssociationId
}

/** Takes an association away from its table. */
export function dissociate(
  state: Network,
  table: RouteTableDocument,
  association: RouteTableAssociation,
): void {
  const Associations = table.Associations.filter(a => a !== association)
  state.routeTables.put(table.RouteTableId, { ...table, Associations })
}
