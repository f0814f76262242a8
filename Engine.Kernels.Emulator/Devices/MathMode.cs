namespace ILGPU;

/// <summary>How precise ILGPU's mathematics is; without effect here.</summary>
public enum MathMode
{
    Default = 0,
    Fast = 1,
    Fast32BitOnly = 2,
}
