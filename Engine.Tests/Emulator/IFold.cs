namespace Engine.Tests.Emulator;

/// <summary>An operator known when the kernel is compiled.</summary>
internal interface IFold
{
    static abstract int Capacity { get; }

    static abstract float Neutral { get; }

    static abstract float Combine(float first, float second);
}
