namespace Engine.Kernels;

/// <summary>Where the clocks of one output stand: sums over the steps of an epoch, none of which ever falls.</summary>
/// <param name="First">Sum of |alpha|.</param>
/// <param name="Second">Sum of |beta|.</param>
/// <param name="Rest">Sum of epsilon.</param>
/// <param name="Time">The shared clock of due times: every step adds at least |alpha|, |beta| over <see cref="DueMotion.SecondShare"/> and epsilon over <see cref="DueMotion.RestShare"/>.</param>
internal readonly record struct DueClock(double First, double Second, double Rest, double Time);
