namespace Engine.Kernels.Emulation;

/// <summary>A value on the evaluation stack.</summary>
/// <param name="Type">As the stack has it: small integers are int.</param>
/// <param name="AddressOf">The variable whose address it is, or -1.</param>
/// <param name="IsLaneBound">Whether it points into a variable, and so dies when the lane is suspended.</param>
internal readonly record struct StackSlot(Type Type, int AddressOf = -1, bool IsLaneBound = false)
{
    /// <summary>A value of a declared type.</summary>
    public static StackSlot Of(Type type) => new(Normal(type));

    /// <summary>The same value reached on two ways.</summary>
    public static StackSlot Merge(StackSlot first, StackSlot second) => first == second
        ? first
        : first with { AddressOf = -1, IsLaneBound = first.IsLaneBound || second.IsLaneBound };

    private static Type Normal(Type type)
    {
        if (type.IsEnum) type = type.GetEnumUnderlyingType();
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean or TypeCode.Char or TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.UInt32 => typeof(int),
            TypeCode.UInt64 => typeof(long),
            _ => type,
        };
    }
}
