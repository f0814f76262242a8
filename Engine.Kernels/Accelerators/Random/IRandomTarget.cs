namespace Engine.Kernels;

/// <summary>Where random words go, and as what; a type, so that one kernel serves every distribution.</summary>
internal interface IRandomTarget
{
    /// <summary>Number of elements.</summary>
    long Length { get; }

    /// <summary>Writes element i.</summary>
    /// <param name="i">Inside the target.</param>
    /// <param name="bits">Its 32 random bits.</param>
    void Write(long i, uint bits);
}
