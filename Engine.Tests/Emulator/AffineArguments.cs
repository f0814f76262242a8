using ILGPU;

namespace Engine.Tests.Emulator;

/// <summary>A kernel's arguments in one struct.</summary>
internal readonly struct AffineArguments(ArrayView<float> values, float scale, float shift)
{
    public ArrayView<float> Values { get; } = values;

    public float Scale { get; } = scale;

    public float Shift { get; } = shift;

    public int Count => Values.IntLength;
}
