namespace Engine.Tests.Conformance;

/// <summary>Device memory whose surroundings can be checked.</summary>
internal interface IGuardedArray : IDisposable
{
    void RequireIntactGuards();
}
