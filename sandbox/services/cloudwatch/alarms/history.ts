import type { HistoryItemType } from '@aws-sdk/client-cloudwatch'
import type { Scope } from '../../../store/store.ts'
import { cloudwatch } from '../store.ts'
import type { AlarmDocument } from '../store.ts'

const MOST_ITEMS = 100

/** Writes down what happened to an alarm. */
export function remember(
  scope: Scope,
  alarm: Pick<AlarmDocument, 'name' | 'type'>,
  type: HistoryItemType,
  summary: string,
  data: object,
  at: number,
): void {
  const { history } = cloudwatch(scope)
  const items = history.get(alarm.name)?.items ?? []
  const item = {
    AlarmType: alarm.type,
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: JSON.stringify({ version: '1.0', ...data }),
    at,
  }
  history.put(alarm.name, { name: alarm.name, items: [...items, item].slice(-MOST_ITEMS) })
}
