import { expect, it } from 'vitest';
import { ProgressMeter } from './progress';
import { SpeedMeter } from './speed';

function meterWithClock() {
  const clock = { millis: 0 };
  return { clock, meter: new SpeedMeter(() => clock.millis) };
}

it('the first token is timed from the request, the others from the first', () => {
  const { clock, meter } = meterWithClock();
  clock.millis = 1000;
  meter.start();
  clock.millis = 1200;
  meter.token();
  clock.millis = 3200;
  meter.token();
  meter.counted(41);

  expect(meter.speed()).toEqual({ firstTokenSeconds: 0.2, tokensPerSecond: 20, tokens: 41 });
});

it('without the count of the server pieces are counted', () => {
  const { clock, meter } = meterWithClock();
  meter.start();
  for (clock.millis = 100; clock.millis <= 500; clock.millis += 100) meter.token();

  expect(meter.speed()).toMatchObject({ tokens: 5, tokensPerSecond: 10 });
});

it('one token has no speed and none has no figures', () => {
  const { meter } = meterWithClock();
  meter.start();
  expect(meter.speed()).toBeUndefined();
  meter.token();

  expect(meter.speed()).toEqual({ firstTokenSeconds: 0, tokens: 1 });
});

it('the pace of a download is told after two seconds', () => {
  let millis = 0;
  const meter = new ProgressMeter(() => millis);
  expect(meter.observe({ doneBytes: 100, totalBytes: 1000 })).toBeUndefined();
  millis = 1999;
  expect(meter.observe({ doneBytes: 200, totalBytes: 1000 })).toBeUndefined();
  millis = 2000;

  expect(meter.observe({ doneBytes: 300, totalBytes: 1000 })).toEqual({
    bytesPerSecond: 100,
    secondsLeft: 7,
  });
});

it('a download that begins again is measured again', () => {
  let millis = 0;
  const meter = new ProgressMeter(() => millis);
  meter.observe({ doneBytes: 500, totalBytes: 1000 });
  millis = 5000;

  expect(meter.observe({ doneBytes: 0, totalBytes: 1000 })).toBeUndefined();
});
