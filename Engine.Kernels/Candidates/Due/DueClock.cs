namespace Engine.Kernels;

/// <summary>How far one output's weights have moved since a reference was made, in terms of it.</summary>
/// <param name="First">Sum of alpha, none of them negative.</param>
/// <param name="Second">Sum of |beta|.</param>
/// <param name="Rest">Sum of epsilon.</param>
internal readonly record struct DueClock(double First, double Second, double Rest);
