import type { Transport } from '../base/net.ts';
import type { Person } from './state.ts';

/** What happens in a call, one JSON object a line with --headless. Every text is sanitised. */
export type CallEvent =
  | { event: 'listening'; port: number; invitation: string }
  | { event: 'caller'; name: string; trust: Person['trust']; answer: 'accept' | 'ask' | 'refuse' }
  | { event: 'ringing'; name: string }
  | { event: 'missed'; reason: string }
  | {
      event: 'connected';
      name: string;
      trust: Person['trust'];
      transport: Transport;
      /** The same at both ends when nobody is in between. */
      words: readonly string[];
    }
  | { event: 'transport'; transport: Transport }
  | { event: 'chat'; from: string; text: string }
  | { event: 'ended'; exitCode: number; reason: string };
