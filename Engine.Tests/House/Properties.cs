using FsCheck;
using FsCheck.Fluent;

namespace Engine.Tests.House;

/// <summary>How property tests draw their cases: the same ones in every run, so that a green tree stays green; others on demand.</summary>
/// <remarks>With the environment variable ENGINE_FUZZ set to an integer, that many times the cases are drawn, from a fresh seed. A failure prints its seed.</remarks>
internal static class Properties
{
    public static Config Of(int cases) => int.TryParse(Environment.GetEnvironmentVariable("ENGINE_FUZZ"), out int factor)
        ? Config.QuickThrowOnFailure.WithMaxTest(cases * factor)
        : Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(2026, 1121);
}
