export type { BuildList, OfflineAnswer, OfflineMessage } from './types';
