namespace ILGPU.Runtime;

/// <summary>Kinds of accelerators, numbered as in ILGPU. An emulated one is of kind CPU.</summary>
public enum AcceleratorType
{
    CPU = 0,
    Cuda = 1,
    OpenCL = 2,
}
