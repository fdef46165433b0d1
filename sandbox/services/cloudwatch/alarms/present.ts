import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch'
import type { CompositeAlarmDocument, MetricAlarmDocument } from '../store.ts'

/** A metric alarm as AWS answers it. */
export function presentMetricAlarm({ settings, partial, ...alarm }: MetricAlarmDocument): MetricAlarm {
  return {
    ...common(alarm),
    ...settings,
    ActionsEnabled: settings.ActionsEnabled ?? true,
    OKActions: settings.OKActions ?? [],
    AlarmActions: settings.AlarmActions ?? [],
    InsufficientDataActions: settings.InsufficientDataActions ?? [],
    Dimensions: settings.Dimensions ?? [],
    ...(partial && { EvaluationState: 'PARTIAL_DATA' as const }),
  }
}

/** A composite alarm as AWS answers it. */
export function presentCompositeAlarm({ settings, ...alarm }: CompositeAlarmDocument): CompositeAlarm {
  return {
    ...common(alarm),
    ...settings,
    ActionsEnabled: settings.ActionsEnabled ?? true,
    OKActions: settings.OKActions ?? [],
    AlarmActions: settings.AlarmActions ?? [],
    InsufficientDataActions: settings.InsufficientDataActions ?? [],
  }
}

function common({
  name,
  arn,
  updatedAt,
  state,
  transitionedAt,
}: Omit<MetricAlarmDocument | CompositeAlarmDocument, 'settings'>) {
  return {
    AlarmName: name,
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: new Date(updatedAt),
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.at),
    StateTransitionedTimestamp: new Date(transitionedAt),
  }
}
