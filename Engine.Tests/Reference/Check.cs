using System.Runtime.CompilerServices;
using Xunit;

namespace Engine.Tests.Reference;

/// <summary>Assertions for inner loops: the message is put together only when they fail.</summary>
internal static class Check
{
    internal static void That(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] FailureMessage message)
    {
        if (!holds) Assert.Fail(message.ToString());
    }

    /// <summary>|actual - expected| &lt;= bound; NaN fails.</summary>
    internal static void Near(
        double actual, double expected, double bound,
        [InterpolatedStringHandlerArgument(nameof(actual), nameof(expected), nameof(bound))] FailureMessage subject)
    {
        if (!(Math.Abs(actual - expected) <= bound))
            Assert.Fail($"{subject}: {actual:R}, expected {expected:R}, error {Math.Abs(actual - expected):e3}, bound {bound:e3}.");
    }
}
