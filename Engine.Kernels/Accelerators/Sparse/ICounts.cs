namespace Engine.Kernels;

/// <summary>What a prefix sum adds up; a type, so that one kernel serves ints and longs.</summary>
internal interface ICounts
{
    /// <summary>Number of counts.</summary>
    long Length { get; }

    /// <summary>Count i.</summary>
    long Count(long i);
}
